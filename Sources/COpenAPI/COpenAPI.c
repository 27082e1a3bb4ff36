#include "COpenAPI.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi[] = {
#embed "../../openapi/openapi.yaml"
};

static const unsigned char docs[] = {
#embed "../../openapi/docs.html"
};

struct clientele_text clientele_openapi(void) { return (struct clientele_text){openapi, sizeof openapi}; }

struct clientele_text clientele_docs(void) { return (struct clientele_text){docs, sizeof docs}; }
