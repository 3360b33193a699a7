"""Work that takes longer than a click: asked for by a person, done by a worker once, told about while it runs."""
