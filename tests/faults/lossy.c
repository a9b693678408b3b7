/* Notes everything that a program does to the files below one folder, in the order in which it happened, so that the
 * harness can say what a disk would hold had the power failed at any moment of it. Loaded by LD_PRELOAD.
 *
 * LOSSY_FOLDER: the folder (absolute, real path). LOSSY_LOG: where the notes go, outside of the folder.
 *
 * A note: u8 operation, u32 length of the path, u32 length of the second path, u64 inode, u64 offset, u64 length of the
 * data, then both paths and the data; numbers in the machine's own order. Syncing is noted, not done: what would have
 * survived follows from the notes, so the run need not wait for a real disk.
 *
 * Processes that come of the program by fork (PostgreSQL's) are noted in one order with it: they share a lock, which a
 * process that is killed while it holds it leaves to the others.
 *
 * Not its duty: -shm files (rebuilt by SQLite after every crash, never synced), memory maps (no file here is written
 * through one but those), what is written by stdio (PostgreSQL's statistics and caches, made anew after every crash; the
 * harness compares the notes with the folder and names what else they miss), what other programs write. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, LINK };

/* In memory that forked processes share. Recursive: one interposed function may call another through the C library. */
static pthread_mutex_t *lock;
static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
    const char *wanted = getenv("LOSSY_FOLDER"), *log = getenv("LOSSY_LOG");
    if (!wanted || !log || !realpath(wanted, folder)) return;
    folder_length = strlen(folder);
    lock = mmap(NULL, sizeof *lock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (lock == MAP_FAILED) abort();
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(lock, &kind);
    log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    /* A run without notes would look like one that did nothing. */
    if (log_fd < 0) abort();
}

static void hold(void) {
    if (log_fd >= 0 && pthread_mutex_lock(lock) == EOWNERDEAD) pthread_mutex_consistent(lock);
}

static void let_go(void) {
    if (log_fd >= 0) pthread_mutex_unlock(lock);
}

static void note(uint8_t op, const char *path, const char *second, uint64_t inode, uint64_t offset, const void *data,
                 uint64_t length) {
    uint32_t first_length = strlen(path), second_length = second ? strlen(second) : 0;
    char head[1 + 4 + 4 + 8 + 8 + 8], *at = head;
    *at++ = op;
    memcpy(at, &first_length, 4), at += 4;
    memcpy(at, &second_length, 4), at += 4;
    memcpy(at, &inode, 8), at += 8;
    memcpy(at, &offset, 8), at += 8;
    memcpy(at, &length, 8);
    struct iovec parts[4] = {{head, sizeof head},
                             {(void *)path, first_length},
                             {(void *)(second ? second : ""), second_length},
                             {(void *)data, length}};
    if (syscall(SYS_writev, log_fd, parts, 4) < 0) abort();
}

/* Below the folder, and not one of SQLite's shared memories. `path` is absolute; what follows the folder is given. */
static const char *below(const char *path) {
    if (log_fd < 0 || strncmp(path, folder, folder_length) != 0) return NULL;
    if (path[folder_length] == 0) return ".";
    if (path[folder_length] != '/') return NULL;
    size_t length = strlen(path);
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return NULL;
    return path + folder_length + 1;
}

static const char *path_of(int fd, char *buffer) {
    if (log_fd < 0) return NULL;
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX - 1);
    if (n <= 0 || buffer[0] != '/') return NULL;
    buffer[n] = 0;
    return below(buffer);
}

/* A name as a program gives it, made absolute; the last part need not exist. */
static const char *absolute(int dir, const char *name, char *buffer) {
    if (log_fd < 0) return NULL;
    if (name[0] == '/') {
        snprintf(buffer, PATH_MAX, "%s", name);
    } else {
        char base[PATH_MAX], link[40];
        snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
        ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, dir == AT_FDCWD ? "/proc/self/cwd" : link, base, PATH_MAX - 1);
        if (n <= 0) return NULL;
        base[n] = 0;
        if (snprintf(buffer, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return NULL;
    }
    return below(buffer);
}

static uint64_t inode_of(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 ? found.st_ino : 0;
}

static int opened(int dir, const char *name, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *path = absolute(dir, name, buffer);
    if (!path || !(flags & (O_CREAT | O_TRUNC))) return syscall(SYS_openat, dir, name, flags, mode);
    hold();
    struct stat before;
    int was = fstatat(dir, name, &before, 0) == 0;
    int fd = syscall(SYS_openat, dir, name, flags, mode), error = errno;
    if (fd >= 0 && !was) note(CREATE, path, NULL, inode_of(fd), 0, NULL, 0);
    if (fd >= 0 && was && (flags & O_TRUNC) && before.st_size) note(TRUNCATE, path, NULL, inode_of(fd), 0, NULL, 0);
    let_go();
    errno = error;
    return fd;
}

#define OPEN(name, with_dir, dir)                                                                                      \
    int name(with_dir const char *path, int flags, ...) {                                                              \
        mode_t mode = 0;                                                                                               \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                           \
            va_list rest;                                                                                              \
            va_start(rest, flags);                                                                                     \
            mode = va_arg(rest, mode_t);                                                                               \
            va_end(rest);                                                                                              \
        }                                                                                                              \
        return opened(dir, path, flags, mode);                                                                         \
    }
#define AT int at,
OPEN(open, , AT_FDCWD)
OPEN(open64, , AT_FDCWD)
OPEN(openat, AT, at)
OPEN(openat64, AT, at)

static ssize_t written(int fd, const void *data, size_t length, off_t offset, int has_offset) {
    char buffer[PATH_MAX];
    const char *path = path_of(fd, buffer);
    if (!path)
        return has_offset ? syscall(SYS_pwrite64, fd, data, length, offset) : syscall(SYS_write, fd, data, length);
    hold();
    struct stat now;
    fstat(fd, &now);
    int appends = fcntl(fd, F_GETFL) & O_APPEND;
    off_t at = has_offset ? offset : appends ? now.st_size : lseek(fd, 0, SEEK_CUR);
    ssize_t n = has_offset ? syscall(SYS_pwrite64, fd, data, length, offset) : syscall(SYS_write, fd, data, length);
    int error = errno;
    if (n > 0) note(WRITE, path, NULL, now.st_ino, at, data, n);
    let_go();
    errno = error;
    return n;
}

ssize_t write(int fd, const void *data, size_t length) { return written(fd, data, length, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return written(fd, data, length, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) { return written(fd, data, length, at, 1); }

/* In parts, as the sum of their writes: what a disk makes of a long write is no different. */
static ssize_t gathered(int fd, const struct iovec *parts, int count, off_t offset) {
    ssize_t sum = 0;
    for (int i = 0; i < count; i++) {
        ssize_t n = written(fd, parts[i].iov_base, parts[i].iov_len, offset + sum, 1);
        if (n < 0) return sum ? sum : n;
        sum += n;
        if ((size_t)n < parts[i].iov_len) break;
    }
    return sum;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return gathered(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) { return gathered(fd, parts, count, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char buffer[PATH_MAX];
    if (!path_of(fd, buffer)) return syscall(SYS_writev, fd, parts, count);
    ssize_t sum = 0;
    for (int i = 0; i < count; i++) {
        ssize_t n = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (n < 0) return sum ? sum : n;
        sum += n;
        if ((size_t)n < parts[i].iov_len) break;
    }
    return sum;
}

static int shortened(int fd, off_t length) {
    char buffer[PATH_MAX];
    const char *path = path_of(fd, buffer);
    if (!path) return syscall(SYS_ftruncate, fd, length);
    hold();
    int done = syscall(SYS_ftruncate, fd, length), error = errno;
    if (done == 0) note(TRUNCATE, path, NULL, inode_of(fd), length, NULL, 0);
    let_go();
    errno = error;
    return done;
}
int ftruncate(int fd, off_t length) { return shortened(fd, length); }
int ftruncate64(int fd, off_t length) { return shortened(fd, length); }

static int shortened_by_name(const char *name, off_t length) {
    int fd = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int done = shortened(fd, length), error = errno;
    close(fd);
    errno = error;
    return done;
}
int truncate(const char *name, off_t length) { return shortened_by_name(name, length); }
int truncate64(const char *name, off_t length) { return shortened_by_name(name, length); }

/* Room made ahead is zeros at the end; blocks without a length are nothing that anybody can read. */
static int made_room(int fd, off_t offset, off_t length) {
    char buffer[PATH_MAX];
    struct stat now;
    if (!path_of(fd, buffer)) return syscall(SYS_fallocate, fd, 0, offset, length) == 0 ? 0 : errno;
    if (fstat(fd, &now) != 0) return errno;
    if (offset + length > now.st_size && shortened(fd, offset + length) != 0) return errno;
    return 0;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return made_room(fd, offset, length); }
int posix_fallocate64(int fd, off_t offset, off_t length) { return made_room(fd, offset, length); }

static int synced(int fd, long number) {
    char buffer[PATH_MAX];
    const char *path = path_of(fd, buffer);
    if (!path) return syscall(number, fd);
    struct stat found;
    if (fstat(fd, &found) != 0) return -1;
    hold();
    /* A folder is known by its name: its inode may have been a file's before. */
    note(SYNC, path, NULL, S_ISDIR(found.st_mode) ? 0 : found.st_ino, 0, NULL, 0);
    let_go();
    return 0;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int renamed(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    char first[PATH_MAX], second[PATH_MAX];
    const char *old = absolute(from_dir, from, first), *new = absolute(to_dir, to, second);
    hold();
    int done = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags), error = errno;
    if (done == 0 && old && new) note(RENAME, old, new, 0, 0, NULL, 0);
    let_go();
    errno = error;
    return done;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return renamed(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { return renamed(a, from, b, to, flags); }

static int linked(int from_dir, const char *from, int to_dir, const char *to, int flags) {
    char first[PATH_MAX], second[PATH_MAX];
    const char *old = absolute(from_dir, from, first), *new = absolute(to_dir, to, second);
    hold();
    int done = syscall(SYS_linkat, from_dir, from, to_dir, to, flags), error = errno;
    if (done == 0 && old && new) note(LINK, old, new, 0, 0, NULL, 0);
    let_go();
    errno = error;
    return done;
}
int link(const char *from, const char *to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int a, const char *from, int b, const char *to, int flags) { return linked(a, from, b, to, flags); }

static int removed(int dir, const char *name, int flags) {
    char buffer[PATH_MAX];
    const char *path = absolute(dir, name, buffer);
    hold();
    int done = syscall(SYS_unlinkat, dir, name, flags), error = errno;
    if (done == 0 && path) note(UNLINK, path, NULL, 0, 0, NULL, 0);
    let_go();
    errno = error;
    return done;
}
int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int unlinkat(int dir, const char *name, int flags) { return removed(dir, name, flags); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }
int remove(const char *name) {
    struct stat found;
    if (lstat(name, &found) != 0) return -1;
    return removed(AT_FDCWD, name, S_ISDIR(found.st_mode) ? AT_REMOVEDIR : 0);
}

static int made(int dir, const char *name, mode_t mode) {
    char buffer[PATH_MAX];
    const char *path = absolute(dir, name, buffer);
    hold();
    int done = syscall(SYS_mkdirat, dir, name, mode), error = errno;
    if (done == 0 && path) note(MKDIR, path, NULL, 0, 0, NULL, 0);
    let_go();
    errno = error;
    return done;
}
int mkdir(const char *name, mode_t mode) { return made(AT_FDCWD, name, mode); }
int mkdirat(int dir, const char *name, mode_t mode) { return made(dir, name, mode); }
