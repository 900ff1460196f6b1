#include "json/record_reader.h"
