"""One public source = one declaration in `reference/sources/<id>.yml` + one module here with `read` and `tidy`.

`read(path)` returns the rows as published, all text; `tidy(raw)` types, names and cleans them, and stops on an
unknown code. Only this room opens source files.
"""
