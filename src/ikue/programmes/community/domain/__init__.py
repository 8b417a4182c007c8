"""地域づくり: projects of the plan, and with them the register of 社会資源."""
