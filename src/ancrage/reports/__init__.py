"""A study (the plain dict of `Study.as_dict`) to JSON, HTML, XLSX, GeoJSON. `write.write_reports` is the door."""
