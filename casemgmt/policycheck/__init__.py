"""Policy scenarios: reads small worlds that anyone can write, builds each in the real database,
asks it, and leaves nothing behind."""
