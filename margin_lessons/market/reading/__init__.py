"""From a file as somebody's export left it to columns of times and numbers."""
