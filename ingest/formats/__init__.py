"""What each kind of file holds: bytes in, `content.Content` out, or a ReadError in one Indonesian sentence.

`kinds` knows a file by its bytes, `text` decodes. `webpage`, `pdf` (with `pages`) and `word` (with `numbering` and
`tables`) are the homes of their libraries; they run in a process of their own (`child`, started and limited by
`process`), because a file from anywhere can crash, hang or fill the memory of whatever reads it.
"""
