#include "hubspot/paths.h"
