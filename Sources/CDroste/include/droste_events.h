/// Descriptors to wait on, which Swift's Glibc module leaves out: epoll, timerfd, signalfd, eventfd.
#pragma once

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
