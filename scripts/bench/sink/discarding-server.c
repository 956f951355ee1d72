/*
 * A server that speaks enough of OSS for uploads to succeed and throws everything away: the time it takes is next to
 * nothing, so that a benchmark measures the client. It checks nothing; correctness is the practice bucket's business.
 *
 *   discarding-server          prints the port it listens on at 127.0.0.1; ends when its standard input does
 *
 * One thread per connection, HTTP/1.1 with keep-alive, bodies with Content-Length only.
 *   PUT                        200 with an ETag (PutObject, UploadPart)
 *   POST ?uploads              InitiateMultipartUpload
 *   POST ?uploadId=            CompleteMultipartUpload
 *   HEAD, GET                  404 NoSuchKey;  DELETE: 204
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_BYTES 65536
#define BODY_BYTES (1 << 20)

/* Takes `length` bytes off the socket without keeping them; Linux can drop them without copying them at all. */
static int discard(int fd, char *buffer, unsigned long long length) {
  while (length > 0) {
    size_t wanted = length < BODY_BYTES ? (size_t)length : BODY_BYTES;
#ifdef __linux__
    ssize_t taken = recv(fd, buffer, wanted, MSG_TRUNC);
#else
    ssize_t taken = recv(fd, buffer, wanted, 0);
#endif
    if (taken <= 0) return -1;
    length -= (unsigned long long)taken;
  }
  return 0;
}

static int send_all(int fd, const char *text, size_t length) {
  while (length > 0) {
    ssize_t sent = send(fd, text, length, MSG_NOSIGNAL);
    if (sent <= 0) return -1;
    text += sent;
    length -= (size_t)sent;
  }
  return 0;
}

static int answer(int fd, const char *status, const char *headers, const char *body) {
  char text[2048];
  int length = snprintf(text, sizeof text,
                        "HTTP/1.1 %s\r\nServer: discarding\r\nx-oss-request-id: 0123456789ABCDEF01234567\r\n"
                        "%sContent-Length: %zu\r\n\r\n%s",
                        status, headers, strlen(body), body);
  return send_all(fd, text, (size_t)length);
}

/* The value of a header, or NULL; `name` begins with a line feed and ends with a colon. */
static const char *header(const char *head, const char *name) {
  const char *found = strcasestr(head, name);
  return found ? found + strlen(name) : NULL;
}

static int handle(int fd, const char *head) {
  if (strncmp(head, "PUT ", 4) == 0)
    return answer(fd, "200 OK", "ETag: \"0123456789ABCDEF0123456789ABCDEF\"\r\n", "");
  if (strncmp(head, "DELETE ", 7) == 0) return answer(fd, "204 No Content", "", "");
  if (strncmp(head, "POST ", 5) == 0) {
    const char *line_end = strstr(head, "\r\n");
    const char *id = strstr(head, "uploadId=");
    if (id && id < line_end)
      return answer(fd, "200 OK", "ETag: \"0123456789ABCDEF0123456789ABCDEF-1\"\r\nContent-Type: application/xml\r\n",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CompleteMultipartUploadResult><Location>http://127.0.0.1/"
                    "</Location><Bucket>b</Bucket><Key>k</Key><ETag>\"0123456789ABCDEF0123456789ABCDEF-1\"</ETag>"
                    "</CompleteMultipartUploadResult>");
    return answer(fd, "200 OK", "Content-Type: application/xml\r\n",
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?><InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key>"
                  "<UploadId>0004B999EF518A1FE585B0C9360DC4C8</UploadId></InitiateMultipartUploadResult>");
  }
  if (strncmp(head, "HEAD ", 5) == 0) {
    static const char none[] = "HTTP/1.1 404 Not Found\r\nx-oss-request-id: 0123456789ABCDEF01234567\r\n"
                               "Content-Length: 0\r\n\r\n";
    return send_all(fd, none, sizeof none - 1);
  }
  return answer(fd, "404 Not Found", "Content-Type: application/xml\r\n",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>NoSuchKey</Code></Error>");
}

static void *serve(void *argument) {
  int fd = (int)(long)argument;
  char *head = malloc(HEAD_BYTES + 1);
  char *body = malloc(BODY_BYTES);
  size_t have = 0;
  for (;;) {
    char *end;
    head[have] = 0;
    while (!(end = strstr(head, "\r\n\r\n"))) {
      if (have >= HEAD_BYTES) goto over;
      ssize_t got = recv(fd, head + have, HEAD_BYTES - have, 0);
      if (got <= 0) goto over;
      have += (size_t)got;
      head[have] = 0;
    }
    size_t head_bytes = (size_t)(end + 4 - head);
    const char *length_text = header(head, "\ncontent-length:");
    /* A header found behind the end of this head belongs to the body. */
    unsigned long long length = length_text && length_text < end ? strtoull(length_text, NULL, 10) : 0;
    const char *expect = header(head, "\nexpect:");
    if (expect && expect < end && send_all(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25) != 0) goto over;
    unsigned long long buffered = have - head_bytes;
    unsigned long long skipped = buffered < length ? buffered : length;
    if (discard(fd, body, length - skipped) != 0) goto over;
    *end = 0;
    if (handle(fd, head) != 0) goto over;
    have -= head_bytes + (size_t)skipped;
    memmove(head, head + head_bytes + skipped, have);
  }
over:
  close(fd);
  free(head);
  free(body);
  return NULL;
}

static void *accept_all(void *argument) {
  int listener = (int)(long)argument;
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) continue;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pthread_t thread;
    if (pthread_create(&thread, &detached, serve, (void *)(long)fd) != 0) close(fd);
  }
  return NULL;
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 512) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
    perror("discarding-server");
    return 1;
  }
  pthread_t thread;
  if (pthread_create(&thread, NULL, accept_all, (void *)(long)listener) != 0) return 1;
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  char end;
  while (read(0, &end, 1) > 0) {
  }
  return 0;
}
