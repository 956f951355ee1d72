// The official Go library as a process: the name of a file with its job, one JSON line. CRC-64 is on, as it is by default.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
)

type job struct {
	Sink struct {
		Endpoint, Bucket, AccessKeyId, AccessKeySecret string
	}
	Files           []string
	PartSizeBytes   int64
	PartsAtOnce     int
	FilesAtOnce     int
	KeepsCheckpoint bool
	Folder          string
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func usage() syscall.Rusage {
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return used
}

func cpuSeconds(used syscall.Rusage) float64 {
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}

func main() {
	var j job
	text, err := os.ReadFile(os.Args[1])
	check(err)
	check(json.Unmarshal(text, &j))
	client, err := oss.New(j.Sink.Endpoint, j.Sink.AccessKeyId, j.Sink.AccessKeySecret, oss.EnableCRC(true))
	check(err)
	bucket, err := client.Bucket(j.Sink.Bucket)
	check(err)

	before, started := cpuSeconds(usage()), time.Now()
	if len(j.Files) == 1 {
		file := j.Files[0]
		options := []oss.Option{oss.Routines(j.PartsAtOnce)}
		if j.KeepsCheckpoint {
			options = append(options, oss.Checkpoint(true, filepath.Join(j.Folder, "checkpoint")))
		}
		check(bucket.UploadFile(filepath.Base(file), file, j.PartSizeBytes, options...))
	} else {
		queue := make(chan string, len(j.Files))
		for _, file := range j.Files {
			queue <- file
		}
		close(queue)
		var lanes sync.WaitGroup
		for lane := 0; lane < j.FilesAtOnce; lane++ {
			lanes.Add(1)
			go func() {
				defer lanes.Done()
				for file := range queue {
					check(bucket.PutObjectFromFile(filepath.Base(file), file))
				}
			}()
		}
		lanes.Wait()
	}
	seconds, used := time.Since(started).Seconds(), usage()
	check(json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"seconds": seconds, "cpuSeconds": cpuSeconds(used) - before, "peakMemoryBytes": used.Maxrss * 1024,
	}))
}
