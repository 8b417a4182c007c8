"""職員アカウント。Who may log in: password, second factor, lock-out.

An account holds no right by itself: rights hang on a dated appointment (職員の所属).
"""
