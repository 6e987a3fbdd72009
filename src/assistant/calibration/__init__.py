"""Fits everything that is weighed in an answer to test questions whose answers are known; `assistant.calibrate` is its door.

`question_map` comes first: the others look at what is found with it. Each question is looked up with a map, and expected a
verdict of, that were fitted without the questions it belongs to (`unseen`): what one remembers is no measure for the others.
"""
