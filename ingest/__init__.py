"""Documents into the vector store: read → clean → split into passages → embed what is new → store.

`files` finds what to read, `read` makes a Document of each file: `page` knows what is in it (`formats` takes the formats
apart; `layout`, `markdown`, `front_matter`, `clean`, `dates`, `headlines` and `titles` help it),
`split` makes Passages, `update` compares with the store and writes what changed, and
`__main__` is the command `python -m ingest`.
"""
