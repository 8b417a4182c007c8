"""本人の権利。開示・訂正・利用停止（個人情報保護法 76条・90条・98条）と苦情。

A sibling of the programmes: the person's own claims on the record that is kept about them."""
