#include "hubspot/rate_limiter.h"
