#ifndef C_OPENAPI_H
#define C_OPENAPI_H

/* The files of `openapi/`, built into the program. Swift's compiler takes minutes for an array of so many bytes. */
struct clientele_text {
    const unsigned char *bytes;
    unsigned long count;
};

struct clientele_text clientele_openapi(void);
struct clientele_text clientele_docs(void);

#endif
