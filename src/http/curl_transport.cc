#include "http/curl_transport.h"
