"""根拠・同意・支援の輪。Who may know what about whom, on what basis, until when.

社会福祉法 106条の4〜106条の6, 個人情報保護法 69条. A basis opens, its end closes.
"""
