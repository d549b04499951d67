"""What somebody's own trades tell: exports of exchanges, read without guessing."""
