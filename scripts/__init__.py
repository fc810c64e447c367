"""Chores that are run by hand: the encoder file, the README's picture."""
