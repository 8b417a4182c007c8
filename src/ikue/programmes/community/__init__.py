"""③ 地域づくり事業（社会福祉法 106条の4 第2項第3号）と地域の社会資源。

Seed 第3節(3): 「属性や世代を超えて交流できる場や居場所」. A place never knows who was helped
(privacy wall)."""
