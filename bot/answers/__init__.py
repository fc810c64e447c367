"""One module for each kind of answer. Each turns an understood question into a ``Reply``."""
