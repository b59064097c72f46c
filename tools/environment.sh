# Read by ./run and ./test: finds Python and makes the environment ready. Talk goes to standard error.
# Expects $home, the program's folder. Plain sh, and in the usual case it starts one small process: cmp.

python=$home/.venv/bin/python

# Shells set up for other programs (Conda, ROS, a developer's own) name libraries and modules of theirs.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONINSPECT PYTHONWARNINGS
unset QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH QML_IMPORT_PATH QML2_IMPORT_PATH
if [ -n "${LD_LIBRARY_PATH:-}" ] && [ -x "$python" ] && env -u LD_LIBRARY_PATH "$python" -c '' >/dev/null 2>&1; then
  unset LD_LIBRARY_PATH # kept where the interpreter itself cannot be loaded without it
fi

find_python() {
  for candidate in "${XIANPING_PYTHON:-python3.13}" python3.13 python3.12 python3.11 python3 python; do
    if "$candidate" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  echo '没有找到 Python 3.11 或更新的版本，程序还不能启动。请先安装 Python，再运行一次：' >&2
  echo '  Debian、Ubuntu、统信 UOS、银河麒麟：' >&2
  echo '    sudo apt-get update' >&2
  echo '    sudo apt-get install -y --no-install-recommends python3 python3-venv' >&2
  echo '  macOS、Windows：安装 Python 官方网站的安装包' >&2
  echo '已装在别处的，用环境变量 XIANPING_PYTHON 指明它的位置。' >&2
  return 3
}

# ready run|dev: the environment holds exactly what the lock names, or is made so now.
ready() {
  case $1 in dev) lock=requirements-dev.lock ;; *) lock=requirements.lock ;; esac
  if [ -x "$python" ] && cmp -s "$home/$lock" "$home/.venv/ready-$1.lock" 2>/dev/null; then
    return 0
  fi
  base=$(find_python) || return 3
  "$base" -I "$home/tools/prepare.py" "$1"
}
