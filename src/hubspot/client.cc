#include "hubspot/client.h"
