"""受付箱。Sealed submissions from outside, their receipts and a coarse public status.

The portal drops in, `consultation` and `outreach` pull out; nothing here can reach a case
(privacy wall)."""
