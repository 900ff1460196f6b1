#include "hubspot/timestamps.h"
