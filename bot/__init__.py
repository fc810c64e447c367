"""How we talk: the assistant, its wording, what it keeps, and the channels that people reach it by."""
