/* Loaded before libc: the n-th change of a file under a folder fails, once or from then on. Nothing fails
   before faults_arm. faults_count tells how many changes there have been since. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long fails_at, count;
static int fails_with, once;

void faults_arm(const char *in, long at, int with, int only_once)
{
    snprintf(folder, sizeof folder, "%s", in);
    fails_at = at, fails_with = with, once = only_once, count = 0;
}

long faults_count(void)
{
    return count;
}

static int fails(const char *path)
{
    if (!*folder || strncmp(path, folder, strlen(folder)))
        return 0;
    count++;
    if (once ? count != fails_at : count < fails_at)
        return 0;
    errno = fails_with;
    return 1;
}

static int fails_on(int fd)
{
    char link[64], path[PATH_MAX];
    if (!*folder)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return fails(path);
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *data, size_t size)
{
    return fails_on(fd) ? -1 : REAL("write", ssize_t (*)(int, const void *, size_t))(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{
    return fails_on(fd) ? -1 : REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t))(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
    return fails_on(fd) ? -1 : REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t))(fd, data, size, at);
}

int fsync(int fd)
{
    return fails_on(fd) ? -1 : REAL("fsync", int (*)(int))(fd);
}

int fdatasync(int fd)
{
    return fails_on(fd) ? -1 : REAL("fdatasync", int (*)(int))(fd);
}

int ftruncate(int fd, off_t size)
{
    return fails_on(fd) ? -1 : REAL("ftruncate", int (*)(int, off_t))(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    return fails_on(fd) ? -1 : REAL("ftruncate64", int (*)(int, off64_t))(fd, size);
}

int rename(const char *from, const char *to)
{
    return fails(to) ? -1 : REAL("rename", int (*)(const char *, const char *))(from, to);
}
