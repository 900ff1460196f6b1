#include "json/writer.h"
