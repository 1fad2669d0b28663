/* SHA-256 (FIPS 180-4), with the processor's own instructions where it has them, as OpenSSL does below Node. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

typedef struct {
  uint32_t state[8];
  uint64_t length;
  uint8_t block[64];
} sha256;

static const uint32_t sha256_rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t sha256_turn(uint32_t word, int by) { return word >> by | word << (32 - by); }

static void sha256_portable(uint32_t state[8], const uint8_t *at, size_t blocks) {
  for (; blocks > 0; blocks--, at += 64) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
      w[i] = (uint32_t)at[4 * i] << 24 | (uint32_t)at[4 * i + 1] << 16 | (uint32_t)at[4 * i + 2] << 8 | at[4 * i + 3];
    for (int i = 16; i < 64; i++) {
      uint32_t a = sha256_turn(w[i - 15], 7) ^ sha256_turn(w[i - 15], 18) ^ w[i - 15] >> 3;
      uint32_t b = sha256_turn(w[i - 2], 17) ^ sha256_turn(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
      uint32_t a = sha256_turn(s[4], 6) ^ sha256_turn(s[4], 11) ^ sha256_turn(s[4], 25);
      uint32_t b = sha256_turn(s[0], 2) ^ sha256_turn(s[0], 13) ^ sha256_turn(s[0], 22);
      uint32_t one = s[7] + a + ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha256_rounds[i] + w[i];
      uint32_t two = b + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      memmove(s + 1, s, 7 * sizeof *s);
      s[4] += one;
      s[0] = one + two;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
  }
}

#if defined(__x86_64__)
/* The instructions want the state as (A B E F) and (C D G H), high words first, and four message words at a time. */
__attribute__((target("sha,sse4.1"))) static void sha256_instructions(uint32_t state[8], const uint8_t *at, size_t blocks) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  for (; blocks > 0; blocks--, at += 64) {
    __m128i abef_before = abef, cdgh_before = cdgh, w[16];
    for (int i = 0; i < 16; i++) {
      if (i < 4) {
        w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(at + 16 * i)), swap);
      } else {
        __m128i partial = _mm_add_epi32(_mm_sha256msg1_epu32(w[i - 4], w[i - 3]), _mm_alignr_epi8(w[i - 1], w[i - 2], 4));
        w[i] = _mm_sha256msg2_epu32(partial, w[i - 1]);
      }
      __m128i sum = _mm_add_epi32(w[i], _mm_loadu_si128((const __m128i *)(sha256_rounds + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  uint32_t first[4], second[4];
  _mm_storeu_si128((__m128i *)first, abef);
  _mm_storeu_si128((__m128i *)second, cdgh);
  uint32_t out[8] = {first[3], first[2], second[3], second[2], first[1], first[0], second[1], second[0]};
  memcpy(state, out, sizeof out);
}

static int sha256_has_instructions(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}
#endif

static void sha256_blocks(uint32_t state[8], const uint8_t *at, size_t blocks) {
#if defined(__x86_64__)
  static int known = -1;
  if (known < 0) known = sha256_has_instructions();
  if (known) {
    sha256_instructions(state, at, blocks);
    return;
  }
#endif
  sha256_portable(state, at, blocks);
}

static void sha256_start(sha256 *hash) {
  static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(hash->state, first, sizeof first);
  hash->length = 0;
}

static void sha256_add(sha256 *hash, const uint8_t *bytes, size_t size) {
  size_t held = hash->length % 64;
  hash->length += size;
  if (held > 0) {
    size_t fits = 64 - held < size ? 64 - held : size;
    memcpy(hash->block + held, bytes, fits);
    if (held + fits < 64) return;
    sha256_blocks(hash->state, hash->block, 1);
    bytes += fits;
    size -= fits;
  }
  sha256_blocks(hash->state, bytes, size / 64);
  memcpy(hash->block, bytes + size / 64 * 64, size % 64);
}

static void sha256_end(sha256 *hash, char text[65]) {
  uint64_t bits = hash->length * 8;
  size_t held = hash->length % 64;
  uint8_t last[128] = {0};
  memcpy(last, hash->block, held);
  last[held] = 0x80;
  size_t blocks = held < 56 ? 1 : 2;
  for (int i = 0; i < 8; i++) last[blocks * 64 - 1 - i] = (uint8_t)(bits >> 8 * i);
  sha256_blocks(hash->state, last, blocks);
  for (int i = 0; i < 32; i++) {
    static const char digits[] = "0123456789abcdef";
    uint8_t byte = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
    text[2 * i] = digits[byte >> 4];
    text[2 * i + 1] = digits[byte & 15];
  }
  text[64] = 0;
}
