#include "hubspot/record_page.h"
