"""The lessons as pages: readable at once, and alive where a kernel computes."""
