"""A passkey in software: answers WebAuthn's questions as a device would, so that no browser is needed."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class Passkey:
    """One key for one site; `counter` grows with each use."""

    def __init__(self, site: str = "localhost", origin: str = "https://localhost") -> None:
        self.site, self.origin, self.counter = site, origin, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.holder = secrets.token_bytes(16), ""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to the options of adding a key."""
        asked = options["publicKey"]
        self.holder = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AuthenticatorData.create(
            self._site(),
            PRESENT | VERIFIED | WITH_KEY,
            0,
            AttestedCredentialData.create(b"\0" * 16, self.id, public),
        )
        told = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._credential(told, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to the options of signing in."""
        self.counter += 1
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = bytes(AuthenticatorData.create(self._site(), PRESENT | VERIFIED, self.counter))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {
            "clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature), "userHandle": self.holder,
        }  # fmt: skip
        return self._credential(told, {})

    def _site(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        assert websafe_decode(challenge)
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _credential(self, response: dict[str, str], results: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": results,
            }
        )
