/*
 * What a program that makes a saved file live cannot do without: it is told by inotify, copies the file aside and renames
 * the copy into place.
 *
 *     watch LIST SOURCE TARGET    (LIST: a path relative to SOURCE on each line; prints "ready" when it watches)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(const char *what, const char *path) {
  fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
  exit(1);
}

static char folders[20000][256];
static int watches[20000];
static int count_of_folders;

static void watch_folder_of(int queue, const char *source, const char *name) {
  char folder[PATH_MAX], path[PATH_MAX + 300];
  snprintf(folder, sizeof folder, "%s", name);
  char *slash = strrchr(folder, '/');
  if (slash) *slash = 0; else folder[0] = 0;
  for (int at = count_of_folders - 1; at >= 0; at--)
    if (strcmp(folders[at], folder) == 0) return;
  snprintf(path, sizeof path, "%s/%s", source, folder);
  int watch = inotify_add_watch(queue, path, IN_CLOSE_WRITE | IN_MOVED_TO);
  if (watch < 0) fail("watch", path);
  snprintf(folders[count_of_folders], sizeof folders[0], "%s", folder);
  watches[count_of_folders++] = watch;
}

static void copy_into_place(const char *from, const char *to) {
  static char buffer[1 << 18];
  char aside[PATH_MAX];
  snprintf(aside, sizeof aside, "%s.new", to);
  int in = open(from, O_RDONLY);
  if (in < 0) return;
  int out = open(aside, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (out < 0) fail("create", aside);
  for (ssize_t got; (got = read(in, buffer, sizeof buffer)) > 0;)
    if (write(out, buffer, (size_t)got) != got) fail("write", aside);
  close(in);
  close(out);
  if (rename(aside, to) != 0) fail("rename", to);
}

int main(int count, char **words) {
  if (count != 4) return 2;
  const char *source = words[2], *target = words[3];
  int queue = inotify_init();
  FILE *list = fopen(words[1], "r");
  if (queue < 0 || !list) fail("open", words[1]);
  static char name[PATH_MAX];
  while (fgets(name, sizeof name, list)) {
    name[strcspn(name, "\n")] = 0;
    watch_folder_of(queue, source, name);
  }
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    char events[8192] __attribute__((aligned(8)));
    ssize_t got = read(queue, events, sizeof events);
    if (got <= 0) fail("read", "inotify");
    for (char *at = events; at < events + got;) {
      struct inotify_event *event = (struct inotify_event *)at;
      at += sizeof *event + event->len;
      int folder = 0;
      while (folder < count_of_folders && watches[folder] != event->wd) folder++;
      if (folder == count_of_folders || event->len == 0) continue;
      char from[PATH_MAX], to[PATH_MAX];
      snprintf(from, sizeof from, "%s/%s/%s", source, folders[folder], event->name);
      snprintf(to, sizeof to, "%s/%s/%s", target, folders[folder], event->name);
      struct stat found;
      if (stat(to, &found) == 0) copy_into_place(from, to);
    }
  }
}
