"""The lessons as pages: made from the notebooks, and alive where a kernel computes."""
