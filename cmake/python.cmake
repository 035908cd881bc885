# Tests and builds that unite sources need Python. What manages several versions of it puts a script
# in its place that takes longer to start than most of what is run: the interpreter itself is used.
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
execute_process(COMMAND ${Python3_EXECUTABLE} -c "import sys; print(sys.executable, end='')"
  OUTPUT_VARIABLE Python3_EXECUTABLE COMMAND_ERROR_IS_FATAL ANY)
