@echo off
rem Xianping: the first start makes the environment ready, later ones need no network. Used like ./run.
setlocal
chcp 65001 >nul
call "%~dp0tools\environment.cmd" run || exit /b 3
if exist "%~dp0.venv\ready-window" goto start
"%VENV_PYTHON%" -I "%~dp0tools\prepare.py" window || exit /b 3
:start
"%VENV_PYTHON%" -I "%~dp0main.py" %*
exit /b %ERRORLEVEL%
