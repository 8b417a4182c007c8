"""Ikue (幾重): the ward's 重層的支援体制整備事業, from the first call to the hand-back."""
