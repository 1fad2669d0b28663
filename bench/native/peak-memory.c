/*
 * Runs a command and writes the most memory that it, or a process it waited for, held at once. A small program must start
 * it: Linux counts what the starter held before exec as the command's own.
 *
 *     peak-memory OUTPUT PROGRAM [ARGUMENT…]    (OUTPUT gets kibibytes; the exit status is the command's)
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words) {
  if (count < 3) return 2;
  pid_t child = fork();
  if (child == 0) {
    execv(words[2], words + 2);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || waitpid(child, &status, 0) != child || getrusage(RUSAGE_CHILDREN, &usage) != 0) return 126;
#ifdef __APPLE__
  long kibibytes = usage.ru_maxrss / 1024;
#else
  long kibibytes = usage.ru_maxrss;
#endif
  FILE *output = fopen(words[1], "w");
  if (!output || fprintf(output, "%ld\n", kibibytes) < 0 || fclose(output) != 0) return 126;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 125;
}
