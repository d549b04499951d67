"""Widgets: the panel (controls, picture, words), the prediction gate, quiz, exercise and progress.

Every widget here is a thin view: what it shows comes from the domain and from ``figures``, what it
checks from pure functions, and all of it runs without a browser.
"""
