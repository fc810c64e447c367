"""The parts of the ``sendlo`` command, one module for each group of subcommands."""
