/*
 * What a first switch cannot do without: every file copied aside and hashed, a list of the hashes, a link in the home for
 * each file, all of it on the disk for good (one sync of the file system), and the profile's link put there by rename.
 *
 *     first-switch LIST SOURCE STORE HOME    (LIST: a path relative to SOURCE on each line)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sha256.h"

static void fail(const char *what, const char *path) {
  fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
  exit(1);
}

static const char *joined(const char *folder, const char *name) {
  static char path[2][4096];
  static int turn;
  turn ^= 1;
  if (snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name) >= (int)sizeof path[turn]) {
    errno = ENAMETOOLONG;
    fail("join", name);
  }
  return path[turn];
}

/* The parents of `name` below `folder`; those of the file before, if the same, are there. */
static void make_parents(const char *folder, const char *name, char *before) {
  const char *slash = strrchr(name, '/');
  size_t size = slash ? (size_t)(slash - name) : 0;
  if (strlen(before) == size && memcmp(before, name, size) == 0) return;
  memcpy(before, name, size);
  before[size] = 0;
  for (size_t at = 1; at <= size; at++) {
    if (at < size && name[at] != '/') continue;
    char part[4096];
    memcpy(part, name, at);
    part[at] = 0;
    if (mkdir(joined(folder, part), 0755) != 0 && errno != EEXIST) fail("mkdir", part);
  }
}

static void copy_and_hash(const char *from, const char *to, char digest[65]) {
  static uint8_t buffer[1 << 18];
  static const struct timespec times[2] = {{1, 0}, {1, 0}};
  int in = open(from, O_RDONLY);
  if (in < 0) fail("open", from);
  int out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (out < 0) fail("create", to);
  sha256 hash;
  sha256_start(&hash);
  for (ssize_t got; (got = read(in, buffer, sizeof buffer)) != 0;) {
    if (got < 0) fail("read", from);
    sha256_add(&hash, buffer, (size_t)got);
    if (write(out, buffer, (size_t)got) != got) fail("write", to);
  }
  if (fchmod(out, 0444) != 0 || futimens(out, times) != 0) fail("seal", to);
  close(in);
  close(out);
  sha256_end(&hash, digest);
}

static void sync_all(const char *folder) {
#ifdef __linux__
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0 || syncfs(descriptor) != 0) fail("syncfs", folder);
  close(descriptor);
#else
  (void)folder;
  sync();
#endif
}

int main(int count, char **words) {
  if (count != 5) return 2;
  const char *list_file = words[1], *source = words[2], *store = words[3], *home = words[4];
  static char name[4096], before[4096], generation[4096], anchor[4096], digest[65];
  strcpy(generation, joined(store, "home-generation"));
  strcpy(anchor, joined(home, ".lares"));
  if (mkdir(store, 0755) != 0 || mkdir(generation, 0755) != 0) fail("mkdir", store);

  FILE *list = fopen(list_file, "r");
  FILE *manifest = fopen(joined(store, "manifest"), "w");
  if (!list || !manifest) fail("open", list_file);
  for (; fgets(name, sizeof name, list); fprintf(manifest, "%s %s\n", digest, name)) {
    name[strcspn(name, "\n")] = 0;
    make_parents(generation, name, before);
    copy_and_hash(joined(source, name), joined(generation, name), digest);
  }
  if (fclose(manifest) != 0) fail("write", "manifest");

  before[0] = 0;
  rewind(list);
  while (fgets(name, sizeof name, list)) {
    name[strcspn(name, "\n")] = 0;
    make_parents(home, name, before);
    if (symlink(joined(anchor, name), joined(home, name)) != 0) fail("symlink", name);
  }
  sync_all(store);
  if (symlink(generation, joined(home, ".lares.new")) != 0) fail("symlink", anchor);
  if (rename(joined(home, ".lares.new"), anchor) != 0) fail("rename", anchor);
  return 0;
}
