#include "hubspot/retry.h"
