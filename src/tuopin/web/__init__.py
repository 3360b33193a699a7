"""The pages: translate in, one call down, translate out. Complete without JavaScript; htmx makes them smoother."""
