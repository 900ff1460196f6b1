#include "hubspot/types.h"
