"""What people mean: cleaning, danger, slots and matching."""
