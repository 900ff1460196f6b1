#include "hubspot/errors.h"
