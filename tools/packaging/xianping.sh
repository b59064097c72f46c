#!/bin/sh
# 现评
#   xianping             打开窗口
#   xianping 任务.xptask 打开窗口并打开文件
#   xianping 命令 ...    执行一个命令，xianping --help 列出全部命令
set -u

self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=${self%/*}/$target ;; esac
done
case $self in */*) home=${self%/*} ;; *) home=. ;; esac
home=$(CDPATH='' cd -- "$home" && pwd -P) || exit 3
python=$home/python/bin/python3.11

# Shells set up for other programs name libraries and modules of theirs.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE PYTHONOPTIMIZE PYTHONINSPECT PYTHONWARNINGS
unset QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH QML_IMPORT_PATH QML2_IMPORT_PATH LD_LIBRARY_PATH

# What is asked for: the window, a window with files, or a verb. --data DIR may come first.
wanted() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) shift ;;
      --data=*) ;;
      *.xp* | /*) echo window; return ;;
      *) echo verb; return ;;
    esac
    [ $# -eq 0 ] || shift
  done
  echo window
}

shown=${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}
if [ -z "$shown" ]; then
  if [ "$(wanted "$@")" = window ]; then
    echo '这台机器没有图形界面，不能打开窗口。请在有桌面的机器上打开，或用 --help 查看可以直接执行的命令。' >&2
    exit 3
  fi
  export QT_QPA_PLATFORM=offscreen
fi
exec "$python" -I "$home/main.py" "$@"
