@echo off
rem Xianping: every check and test in one go. More arguments go to pytest.
setlocal
chcp 65001 >nul
call "%~dp0tools\environment.cmd" dev || exit /b 3
cd /d "%~dp0"
if /i "%~1"=="--coverage" goto coverage
set FAILED=
echo == ruff check ==
"%VENV_PYTHON%" -m ruff check . || set FAILED=1
echo == ruff format ==
"%VENV_PYTHON%" -m ruff format --check . || set FAILED=1
echo == mypy ==
"%VENV_PYTHON%" -m mypy || set FAILED=1
echo == import-linter ==
"%VENV_PYTHON%" -c "from importlinter.cli import lint_imports_command as c; c()" || set FAILED=1
echo == pytest ==
"%VENV_PYTHON%" -m pytest -n auto --maxprocesses 4 --dist loadfile %* || exit /b 1
if defined FAILED exit /b 1
exit /b 0

:coverage
set ROOMS=
:more
shift
if not "%~1"=="" set ROOMS=%ROOMS% %1& goto more
"%VENV_PYTHON%" -m tools.floors %ROOMS%
exit /b %errorlevel%
