"""Reasons that people give: long enough to say something, short enough to be read."""

from tuopin.kernel.errors import BadInput

SHORTEST, LONGEST = 4, 200


def reason_given(text: str) -> str:
    """The reason without the blanks around it. Raises BadInput (`reason_too_short`, `reason_too_long`)."""
    reason = text.strip()
    if len(reason) < SHORTEST:
        raise BadInput(
            "reason_too_short",
            zh=f"请写明理由，至少 {SHORTEST} 个字。理由会与这次操作一起留存。",
            en=f"Say why, in {SHORTEST} characters at least. The reason is kept with the act.",
        )
    if len(reason) > LONGEST:
        raise BadInput(
            "reason_too_long",
            zh=f"理由有 {len(reason)} 个字，最多 {LONGEST} 个。请写得短些，细节放进佐证材料。",
            en=f"The reason has {len(reason)} characters; at most {LONGEST} are kept. Say it more briefly.",
        )
    return reason
