"""What people type or give, read once and the same way at every door."""
