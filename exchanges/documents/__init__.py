"""What the parties sign: a dataclass, its canonical JSON, the hash of that, and the PDF that prints it."""
