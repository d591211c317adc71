/* A stand-in for NVIDIA's libnvidia-ml.so.1, for tests on machines without a GPU. Written from NVML's public interface.

   $NVML_STANDIN names a script, read anew at each nvmlInit. One directive a line; those after `gpu` are that GPU's:
     init_error CODE            what nvmlInit returns
     gpu UUID NAME...           one more GPU
     limit W                    its enforced power limit
     power T:W T:W ...          its power over time: straight lines between the points, level outside them; two points
                                at one time are a step
     factor F                   the counter goes at F times the power (0: it stands still)
     offset_mj N                where the counter begins
     reset T                    the counter begins anew at T
     energy_error CODE          what asking for the counter returns
     power_error CODE FROM TO   what asking for power returns from FROM to TO
     lost T                     the GPU is lost from T on
     mig UUID UUID ...          the GPU is divided into these instances

   Time is seconds since nvmlInit, or what the file that $NVML_STANDIN_CLOCK names says.
   Compiled with -DNO_ENERGY, -DNO_MIG: the functions are missing, as in old drivers. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SUCCESS = 0, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, GPU_IS_LOST = 15 };
enum { MOST_GPUS = 8, MOST_POINTS = 256, MOST_MIG = 7, TEXT = 96 };

typedef struct { char uuid[TEXT]; } instance;

typedef struct {
    char uuid[TEXT], name[TEXT];
    double limit_w, factor, reset_s, lost_s, offset_mj, power_error_from, power_error_to;
    int energy_error, power_error, points, instances;
    double times[MOST_POINTS], watts[MOST_POINTS];
    instance mig[MOST_MIG];
} gpu;

static gpu gpus[MOST_GPUS];
static int count, init_error;
static double begun;

static double monotonic(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static double seconds(void) {
    const char *path = getenv("NVML_STANDIN_CLOCK");
    if (path == NULL) return monotonic() - begun;
    FILE *file = fopen(path, "r");
    double now = 0;
    if (file == NULL) return 0;
    if (fscanf(file, "%lf", &now) != 1) now = 0;
    fclose(file);
    return now;
}

static double power_at(const gpu *g, double t) {
    if (g->points == 0) return 0;
    if (t < g->times[0]) return g->watts[0];
    for (int i = g->points - 1; i >= 0; i--) {
        if (t < g->times[i]) continue;
        if (i == g->points - 1) return g->watts[i];
        double span = g->times[i + 1] - g->times[i];
        return g->watts[i] + (g->watts[i + 1] - g->watts[i]) * (t - g->times[i]) / span;
    }
    return 0;
}

/* The area below the curve from 0 to t, exact: trapezoids between the points. */
static double joules(const gpu *g, double t) {
    double sum = 0, from = 0;
    for (int i = 0; i < g->points && g->times[i] <= t; i++) {
        if (g->times[i] > from) {
            double before = i == 0 ? g->watts[0] : g->watts[i - 1];
            sum += (before + g->watts[i]) / 2 * (g->times[i] - from);
            from = g->times[i];
        }
    }
    /* from lies on the last point before t: its power is that after a step */
    return sum + (power_at(g, from) + power_at(g, t)) / 2 * (t - from);
}

static void read_script(void) {
    const char *path = getenv("NVML_STANDIN");
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    static char line[16384];
    count = init_error = 0;
    memset(gpus, 0, sizeof gpus);
    if (file == NULL) return;
    while (fgets(line, sizeof line, file) != NULL) {
        char *rest = line, *word = strsep(&rest, " \n");
        gpu *g = &gpus[count > 0 ? count - 1 : 0];
        if (!strcmp(word, "init_error")) init_error = atoi(rest);
        else if (!strcmp(word, "gpu") && count < MOST_GPUS) {
            g = &gpus[count++];
            snprintf(g->uuid, TEXT, "%s", strsep(&rest, " \n"));
            snprintf(g->name, TEXT, "%s", strsep(&rest, "\n"));
            g->limit_w = 400, g->factor = 1, g->lost_s = g->reset_s = 1e18;
        }
        else if (!strcmp(word, "limit")) g->limit_w = atof(rest);
        else if (!strcmp(word, "factor")) g->factor = atof(rest);
        else if (!strcmp(word, "offset_mj")) g->offset_mj = atof(rest);
        else if (!strcmp(word, "reset")) g->reset_s = atof(rest);
        else if (!strcmp(word, "lost")) g->lost_s = atof(rest);
        else if (!strcmp(word, "energy_error")) g->energy_error = atoi(rest);
        else if (!strcmp(word, "power_error"))
            sscanf(rest, "%d %lf %lf", &g->power_error, &g->power_error_from, &g->power_error_to);
        else if (!strcmp(word, "power")) {
            char *point;
            while ((point = strsep(&rest, " \n")) != NULL && g->points < MOST_POINTS)
                if (sscanf(point, "%lf:%lf", &g->times[g->points], &g->watts[g->points]) == 2) g->points++;
        }
        else if (!strcmp(word, "mig")) {
            char *uuid;
            while ((uuid = strsep(&rest, " \n")) != NULL && g->instances < MOST_MIG)
                if (*uuid) snprintf(g->mig[g->instances++].uuid, TEXT, "%s", uuid);
        }
    }
    fclose(file);
}

int nvmlInitWithFlags(unsigned int flags) {
    (void)flags;
    begun = monotonic();
    read_script();
    return init_error;
}

int nvmlShutdown(void) { return SUCCESS; }

const char *nvmlErrorString(int code) {
    static char text[32];
    snprintf(text, sizeof text, "code %d", code);
    return text;
}

int nvmlDeviceGetCount_v2(unsigned int *n) { *n = count; return SUCCESS; }

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
    if ((int)index >= count) return INVALID_ARGUMENT;
    *device = &gpus[index];
    return SUCCESS;
}

static int copy(const char *text, char *target, unsigned int length) {
    snprintf(target, length, "%s", text);
    return SUCCESS;
}

int nvmlDeviceGetName(void *device, char *name, unsigned int length) {
    return copy(((gpu *)device)->name, name, length);
}

int nvmlDeviceGetUUID(void *device, char *uuid, unsigned int length) {
    return copy(device, uuid, length); /* the first field of a GPU and of an instance */
}

int nvmlDeviceGetEnforcedPowerLimit(void *device, unsigned int *milliwatts) {
    *milliwatts = (unsigned int)(((gpu *)device)->limit_w * 1000);
    return SUCCESS;
}

int nvmlDeviceGetPowerUsage(void *device, unsigned int *milliwatts) {
    gpu *g = device;
    double t = seconds();
    if (t >= g->lost_s) return GPU_IS_LOST;
    if (g->power_error && t >= g->power_error_from && t < g->power_error_to) return g->power_error;
    *milliwatts = (unsigned int)(power_at(g, t) * 1000 + 0.5);
    return SUCCESS;
}

#ifndef NO_ENERGY
int nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *millijoules) {
    gpu *g = device;
    double t = seconds();
    if (t >= g->lost_s) return GPU_IS_LOST;
    if (g->energy_error) return g->energy_error;
    double mj = t < g->reset_s ? g->offset_mj + joules(g, t) * 1000 * g->factor
                               : (joules(g, t) - joules(g, g->reset_s)) * 1000 * g->factor;
    *millijoules = (unsigned long long)mj;
    return SUCCESS;
}
#endif

#ifndef NO_MIG
int nvmlDeviceGetMigMode(void *device, unsigned int *current, unsigned int *pending) {
    *current = *pending = ((gpu *)device)->instances > 0;
    return SUCCESS;
}

int nvmlDeviceGetMaxMigDeviceCount(void *device, unsigned int *n) {
    (void)device;
    *n = MOST_MIG;
    return SUCCESS;
}

int nvmlDeviceGetMigDeviceHandleByIndex(void *device, unsigned int index, void **instance) {
    gpu *g = device;
    if ((int)index >= g->instances) return NOT_FOUND;
    *instance = &g->mig[index];
    return SUCCESS;
}
#endif
